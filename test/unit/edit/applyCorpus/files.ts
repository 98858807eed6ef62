/** A module with functions, a class, and lines that occur more than once. */
export const cart = `import { readFile } from 'node:fs/promises';
import { rates } from './rates';

export interface Item {
  name: string;
  price: number;
}

const limit = 100;

/** The sum of all prices. */
export function total(items: Item[]): number {
  let sum = 0;
  for (const item of items) {
    sum += item.price;
  }
  return sum;
}

export async function load(path: string): Promise<Item[]> {
  const text = await readFile(path, 'utf8');
  if (text === '') {
    return [];
  }
  return JSON.parse(text);
}

export class Cart {
  private items: Item[] = [];

  add(item: Item): void {
    if (this.items.length >= limit) {
      throw new Error('full');
    }
    this.items.push(item);
  }

  clear(): void {
    this.items = [];
  }

  get size(): number {
    return this.items.length;
  }
}
`;

/** Python, where indentation is meaning, with two methods of one name. */
export const shapes = `import math
from dataclasses import dataclass

# All lengths are in metres.
SCALE = 1.0


@dataclass
class Circle:
    radius: float

    def area(self):
        return math.pi * self.radius ** 2

    def grow(self, by):
        self.radius += by
        return self


@dataclass
class Square:
    side: float

    def area(self):
        return self.side ** 2

    def grow(self, by):
        self.side += by
        return self


def biggest(shapes):
    best = None
    for shape in shapes:
        if best is None or shape.area() > best.area():
            best = shape
    return best


def main():
    print(biggest([Circle(1), Square(2)]))


if __name__ == "__main__":
    main()
`;

/** Go, with tabs. */
export const server = `package main

import (
\t"fmt"
\t"net/http"
)

type Server struct {
\tport int
\thits int
}

func (s *Server) Start() error {
\taddr := fmt.Sprintf(":%d", s.port)
\treturn http.ListenAndServe(addr, s)
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
\ts.hits++
\tif r.URL.Path == "/health" {
\t\tfmt.Fprintln(w, "ok")
\t\treturn
\t}
\tfmt.Fprintln(w, "hello")
}

func main() {
\ts := &Server{port: 8080}
\tif err := s.Start(); err != nil {
\t\tfmt.Println(err)
\t}
}
`;

export const manifest = `{
  "name": "demo",
  "version": "1.0.0",
  "scripts": {
    "build": "tsc",
    "test": "node --test"
  },
  "dependencies": {
    "left-pad": "1.3.0",
    "lit": "3.0.0"
  }
}
`;

export const styles = `:root {
  --accent: #06c;
}

.button {
  color: white;
  background: var(--accent);
  padding: 4px 8px;
}

.button:hover {
  opacity: 0.8;
}

.card {
  color: white;
  border: 1px solid #ccc;
}

@media (max-width: 600px) {
  .card {
    border: none;
  }
}
`;

export const readme = `# Demo

A small tool.

## Install

\`\`\`sh
npm install demo
\`\`\`

## Use

Run \`demo\` in a folder.

## License

MIT
`;

export const pipeline = `name: ci
on: [push]
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - run: npm test
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm run lint
`;

/** The same block three times, so that it takes more than the block to tell the place. */
export const handlers = `app.get('/users', async (request, response) => {
  const rows = await db.all('users');
  if (!rows) {
    return response.status(404).end();
  }
  response.json(rows);
});

app.get('/orders', async (request, response) => {
  const rows = await db.all('orders');
  if (!rows) {
    return response.status(404).end();
  }
  response.json(rows);
});

app.get('/items', async (request, response) => {
  const rows = await db.all('items');
  if (!rows) {
    return response.status(404).end();
  }
  response.json(rows);
});
`;
