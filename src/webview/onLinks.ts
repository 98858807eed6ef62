/** Hears of links that are followed, by pointer or keyboard; the page itself goes nowhere. */
export function onLinks(root: HTMLElement, open: (address: string) => void): void {
  const follow = (event: Event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-address]') : null;
    const address = link?.dataset['address'];
    if (address === undefined) return;
    event.preventDefault();
    open(address);
  };
  root.addEventListener('click', follow);
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') follow(event);
  });
}
