import type { ElectronApplication, Page } from '@playwright/test';
import type { PreparedDialogs } from '../e2e/helpers/dialogs.ts';
import type { Camera } from './camera.ts';

/** What every part of the tour needs. */
export interface Tour {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dialogs: PreparedDialogs;
  /** For files made on the way. */
  readonly folder: string;
  readonly camera: Camera;
}
