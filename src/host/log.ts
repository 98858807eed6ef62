import { window, type LogOutputChannel } from 'vscode';
import type { Respond } from '../model/message.ts';

/** Parley's output channel. Everything passes one redaction, so that no key can reach a log. */
export interface Log {
  info(message: string): void;
  error(message: string): void;
  /** Logs what was thrown and shows it as a message. Does not wait for it to be read. */
  tell(failure: unknown): void;
  show(): void;
  dispose(): void;
}

/** `redact` is asked at each line, because keys come and go while the window is open. */
export function createLog(redact: (text: string) => string): Log {
  const channel: LogOutputChannel = window.createOutputChannel('Parley', { log: true });
  return {
    info: (message) => channel.info(redact(message)),
    error: (message) => channel.error(redact(message)),
    tell: (failure) => {
      channel.error(redact(failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)));
      const showLog = 'Show Log';
      const reason = redact(failure instanceof Error ? failure.message : String(failure));
      void window.showErrorMessage(`That did not work. ${reason}`, showLog).then((choice) => {
        if (choice === showLog) channel.show();
      });
    },
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}

/** Runs what nobody else waits for: a failure is told, and never left unhandled. */
export type Attempt = (work: () => unknown) => Promise<void>;

export const attempts =
  (log: Pick<Log, 'tell'>): Attempt =>
  async (work) => {
    try {
      await work();
    } catch (failure) {
      log.tell(failure);
    }
  };

/** The same answers, with how each of them ended in the log. What was asked and answered is not written there. */
export function logged(respond: Respond, who: string, log: Pick<Log, 'info' | 'error'>): Respond {
  return async function* (request, signal) {
    for await (const event of respond(request, signal)) {
      if (event.type === 'error') log.error(`${who}: ${event.error.kind}. ${event.error.message}`);
      else if (event.type === 'retry')
        log.info(`${who}: trying again in ${Math.round(event.delayMs)} ms. ${event.error.message}`);
      else if (event.type === 'queued' && event.delayMs !== 0)
        log.info(`${who}: waits for ${event.by === 'settings' ? 'your own' : "the provider's"} limit`);
      else if (event.type === 'finish') log.info(`${who}: ${event.reason}`);
      yield event;
    }
  };
}
