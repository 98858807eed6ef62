import { dueOn, totals, type Invoice } from './invoice.ts';
import { format } from './money.ts';

const tones = ['friendly', 'firm', 'final'] as const;

export type Tone = (typeof tones)[number];

/** One reminder a week after the due date, each less friendly than the one before. */
export function toneFor(invoice: Invoice, today: Date): Tone {
  const days = Math.floor((today.getTime() - dueOn(invoice).getTime()) / 86_400_000);
  return tones[Math.floor(days / 7)] ?? 'final';
}

export function reminderText(invoice: Invoice, today: Date): string {
  const due = dueOn(invoice).toISOString().slice(0, 10);
  const amount = format(totals(invoice).gross);
  switch (toneFor(invoice, today)) {
    case 'friendly':
      return `Hello, invoice ${invoice.number} over ${amount} was due on ${due}. Could you have a look?`;
    case 'firm':
      return `Invoice ${invoice.number} over ${amount} was due on ${due}. Please pay within seven days.`;
    case 'final':
      return `Final notice: invoice ${invoice.number} over ${amount} has been unpaid since ${due}.`;
  }
}
