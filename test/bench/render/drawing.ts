/** Shows a growing answer: called once a frame with all that has come so far, so that each decides what to do again. */
export type Draw = (text: string) => void;

/** What a subject exports as `mount`: takes an empty element of the page and gives its {@link Draw}. */
export type Mount = (host: HTMLElement) => Draw;
