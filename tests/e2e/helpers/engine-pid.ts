import type { ElectronApplication } from '@playwright/test';

/** The process of the engine. Throws while there is none. */
export async function enginePid(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Countersign engine')?.pid,
  );
  if (pid === undefined) throw new Error('there is no engine process');
  return pid;
}
