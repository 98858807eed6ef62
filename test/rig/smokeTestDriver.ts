/**
 * Runs in the page before VS Code does. A released VS Code takes extension development paths from the address only with
 * its smoke test driver on; the server has a flag for that since 1.139, and this does the same on every version.
 */
export function enableSmokeTestDriver(): void {
  // oxlint-disable-next-line typescript/unbound-method -- it is called on its element below
  const original = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name: string): string | null {
    const value = original.call(this, name);
    if (value === null || name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration') return value;
    const settings = JSON.parse(value) as { developmentOptions?: object };
    const developmentOptions = { ...settings.developmentOptions, enableSmokeTestDriver: true };
    return JSON.stringify({ ...settings, developmentOptions });
  };
}
