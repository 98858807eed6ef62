/** In a bare page: reads the same stream and appends what came, once a frame. What the machine and the wire take. */
export async function readBare(url: string): Promise<void> {
  const node = document.createTextNode('');
  document.body.replaceChildren(node);
  let waiting = '';
  let planned = false;
  const paint = () => {
    planned = false;
    node.appendData(waiting);
    waiting = '';
  };
  const response = await fetch(url, { method: 'POST', body: '{}' });
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body ?? []) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data: {')) {
        const chunk = JSON.parse(line.slice(6)) as { choices: { delta: { content?: string } }[] };
        waiting += chunk.choices[0]?.delta.content ?? '';
      }
    }
    if (planned) continue;
    planned = true;
    requestAnimationFrame(paint);
  }
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
}
