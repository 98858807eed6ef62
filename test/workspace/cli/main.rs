//! Imports a bank statement and says which invoices it pays.

use std::collections::HashMap;
use std::env;
use std::fs;

#[derive(Debug, Clone, PartialEq)]
struct Payment {
    invoice: u32,
    cents: i64,
}

/// A statement line reads `2026-03-14;Invoice 2041;119,00`.
fn parse(line: &str) -> Option<Payment> {
    let mut fields = line.split(';');
    let _date = fields.next()?;
    let purpose = fields.next()?;
    let amount = fields.next()?.replace(',', "");
    let invoice = purpose.rsplit(' ').next()?.parse().ok()?;
    Some(Payment { invoice, cents: amount.parse().unwrap() })
}

fn sum_by_invoice(payments: &[Payment]) -> HashMap<u32, i64> {
    let mut sums = HashMap::new();
    for payment in payments {
        *sums.entry(payment.invoice).or_insert(0) += payment.cents;
    }
    sums
}

fn main() {
    let path = env::args().nth(1).expect("usage: import <statement.csv>");
    let text = fs::read_to_string(&path).expect("the statement cannot be read");
    let payments: Vec<Payment> = text.lines().filter_map(parse).collect();
    for (invoice, cents) in sum_by_invoice(&payments) {
        println!("{invoice}: {}.{:02}", cents / 100, cents % 100);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_line() {
        let payment = parse("2026-03-14;Invoice 2041;119,00");
        assert_eq!(payment, Some(Payment { invoice: 2041, cents: 11900 }));
    }
}
