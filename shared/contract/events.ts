import { z } from 'zod';
import { caseProgress, inspectProgress, jobFinished, jobProgress } from './jobs.ts';

/** Everything the engine tells the page without being asked. */
export const engineEvents = {
  'job.progress': jobProgress,
  'job.finished': jobFinished,
  'inspect.progress': inspectProgress,
  'case.progress': caseProgress,
  /**
   * Which kinds of data are no longer what they were; the page asks again. `case`: another case is open, or none, and
   * nothing known of the last one may be shown any more.
   */
  'data.changed': z.object({
    topics: z.array(
      z.enum([
        'case',
        'workspace',
        'imports',
        'inventory',
        'review',
        'journal',
        'report',
        'keys',
        'people',
        'reviewers',
      ]),
    ),
  }),
};
export type EngineEvents = typeof engineEvents;
export type Topic = z.output<(typeof engineEvents)['data.changed']>['topics'][number];
