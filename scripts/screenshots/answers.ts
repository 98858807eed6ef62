/** What the scripted model says in the pictures: true of the sample workspace, and with everything an answer can hold. */
export const answers = {
  ask: `\`totals\` rounds **every line on its own**, since \`percentage\` drops the fraction of each product. Over many lines that adds up:

| Lines of €0.99 at 19 % | Exact tax | \`totals\` |
|:--|--:|--:|
| 10 | €1.88 | €1.80 |
| 100 | €18.81 | €18.00 |

Add up the lines of a rate first, and round once:

\`\`\`typescript
for (const [rate, amount] of netByRate) {
  tax += percentage(amount, rate);
}
\`\`\`

Also, the tax is taken from the amounts *before* the discount. If the discount lowers the price, it has to lower the tax as well.`,

  summary: `\`reports/monthly.py\` prints a **report for one month**: how many invoices there were, their average, what is still open, and the three best customers.

- \`read_invoices\` reads them from a CSV file; amounts are whole cents.
- \`in_month\` picks those issued in the month.
- \`best_customers\` adds up what each customer was charged.
- \`report\` puts it together, one line each.

Two inputs make it fail:

1. **December**: \`date(year, month + 1, 1)\` asks for a 13th month.
2. **A month without invoices**: \`average\` divides by zero.

It is started with a file, a year and a month, and needs nothing but the standard library.`,

  edit: `\`\`\`typescript
export function totals(invoice: Invoice): Totals {
  let net = 0;
  const netByRate = new Map<number, Cents>();
  for (const line of invoice.lines) {
    const amount = line.quantity * line.unitPrice;
    net += amount;
    netByRate.set(line.taxPercent, (netByRate.get(line.taxPercent) ?? 0) + amount);
  }
  let tax = 0;
  for (const [rate, amount] of netByRate) tax += percentage(amount, rate);
  const discount = percentage(net, invoice.discountPercent);
  return { net, discount, tax, gross: net - discount + tax };
}
\`\`\``,
} as const;
