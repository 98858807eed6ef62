/** Amounts are whole cents, so that sums are exact. */
export type Cents = number;

export function fromDecimal(text: string): Cents {
  const value = Number(text.replace(',', '.'));
  if (!Number.isFinite(value)) throw new Error(`Not an amount: ${text}`);
  return Math.round(value * 100);
}

export function percentage(amount: Cents, percent: number): Cents {
  return Math.floor((amount * percent) / 100);
}

export function format(amount: Cents, currency = 'EUR'): string {
  return new Intl.NumberFormat('en-IE', { style: 'currency', currency }).format(amount / 100);
}
