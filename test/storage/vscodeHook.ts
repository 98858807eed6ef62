// In a process of its own this comes before everything that imports `vscode`, which therefore is imported dynamically.
import { registerHooks } from 'node:module';

const stub = new URL('./vscodeStub.ts', import.meta.url).href;

/** Makes the stub stand in for `vscode` from here on. */
export function stubVscode(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vscode' ? { url: stub, shortCircuit: true } : next(specifier, context),
  });
}
