/** What is selected from a turn of the conversation on; undefined when nothing is. */
export function selectedPassage(): Selection | undefined {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const { startContainer } = selection.getRangeAt(0);
  const element = startContainer instanceof Element ? startContainer : startContainer.parentElement;
  return element?.closest('#turns .turn') ? selection : undefined;
}
