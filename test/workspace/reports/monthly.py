"""Prints what happened in one month: income, open amounts, the best customers."""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Invoice:
    number: int
    customer: str
    issued_on: date
    gross: int
    paid: bool


def read_invoices(path: Path) -> list[Invoice]:
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Invoice(
                number=int(row["number"]),
                customer=row["customer"],
                issued_on=date.fromisoformat(row["issued_on"]),
                gross=int(row["gross"]),
                paid=row["paid"] == "yes",
            )
            for row in csv.DictReader(file)
        ]


def in_month(invoices: list[Invoice], year: int, month: int) -> list[Invoice]:
    first = date(year, month, 1)
    last = date(year, month + 1, 1)
    return [invoice for invoice in invoices if first <= invoice.issued_on < last]


def average(invoices: list[Invoice]) -> float:
    return sum(invoice.gross for invoice in invoices) / len(invoices)


def best_customers(invoices: list[Invoice], count: int = 3) -> list[tuple[str, int]]:
    totals: dict[str, int] = defaultdict(int)
    for invoice in invoices:
        totals[invoice.customer] += invoice.gross
    return sorted(totals.items(), key=lambda item: item[1], reverse=True)[:count]


def report(invoices: list[Invoice], year: int, month: int) -> str:
    selected = in_month(invoices, year, month)
    open_amount = sum(invoice.gross for invoice in selected if not invoice.paid)
    lines = [
        f"Report for {year}-{month:02}",
        f"Invoices: {len(selected)}, average {average(selected) / 100:.2f} EUR",
        f"Still open: {open_amount / 100:.2f} EUR",
    ]
    lines += [f"  {name}: {gross / 100:.2f} EUR" for name, gross in best_customers(selected)]
    return "\n".join(lines)


if __name__ == "__main__":
    file, year, month = sys.argv[1:4]
    print(report(read_invoices(Path(file)), int(year), int(month)))
