import { openDisplay } from '../../../electron/runtime/display.mjs';

/** Before all end-to-end tests: gives them a screen where there is none. Answers how to take it away again. */
export default async function openDisplayForTests(): Promise<() => void> {
  const display = await openDisplay();
  Object.assign(process.env, display.env);
  return display.close;
}
