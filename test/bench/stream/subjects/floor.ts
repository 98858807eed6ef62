import { createParser } from 'eventsource-parser';

/** The least there is to do: fetch, find the events, parse each, and take its text. */
export async function readFloor(
  url: string,
  body: object,
  textOf: (event: unknown) => string | undefined,
): Promise<number> {
  let characters = 0;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data !== '[DONE]') characters += (textOf(JSON.parse(data)) ?? '').length;
    },
  });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer key' },
    body: JSON.stringify(body),
  });
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
  return characters;
}
