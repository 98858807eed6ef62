import { FileSystemError } from 'vscode';

/** The result, or what stands for a file that is not there. Any other failure stays one: it says nothing about the file. */
export async function orMissing<T, M>(result: Thenable<T>, missing: M): Promise<T | M> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return missing;
    throw error;
  }
}
