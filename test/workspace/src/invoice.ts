import { percentage, type Cents } from './money.ts';

export type Line = {
  description: string;
  quantity: number;
  unitPrice: Cents;
  taxPercent: number;
};

export type Invoice = {
  number: number;
  customer: string;
  issuedOn: Date;
  paymentDays: number;
  discountPercent: number;
  lines: Line[];
  paid: boolean;
};

export type Totals = {
  net: Cents;
  discount: Cents;
  tax: Cents;
  gross: Cents;
};

const dayMs = 24 * 60 * 60 * 1000;

export function totals(invoice: Invoice): Totals {
  let net = 0;
  let tax = 0;
  for (const line of invoice.lines) {
    const amount = line.quantity * line.unitPrice;
    net += amount;
    tax += percentage(amount, line.taxPercent);
  }
  const discount = percentage(net, invoice.discountPercent);
  return { net, discount, tax, gross: net - discount + tax };
}

export function dueOn(invoice: Invoice): Date {
  return new Date(invoice.issuedOn.getTime() + invoice.paymentDays * dayMs);
}

export function isOverdue(invoice: Invoice, today: Date): boolean {
  return !invoice.paid && today >= dueOn(invoice);
}

export function overdueByCustomer(invoices: Invoice[], today: Date): Map<string, Invoice[]> {
  const result = new Map<string, Invoice[]>();
  for (const invoice of invoices) {
    if (!isOverdue(invoice, today)) continue;
    const list = result.get(invoice.customer);
    if (list) list.push(invoice);
    else result.set(invoice.customer, [invoice]);
  }
  return result;
}
