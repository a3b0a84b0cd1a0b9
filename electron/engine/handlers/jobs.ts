import type { jobsContract } from '../../../shared/contract/jobs.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import type { EngineContext } from './context.ts';

/** What long work on the case is under way, and how it ended. */
export function jobHandlers({ jobs }: EngineContext): Handlers<typeof jobsContract, unknown> {
  return {
    'jobs.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return {};
    },
    'jobs.running': () => jobs.running(),
    'jobs.files': ({ jobId }) => [...jobs.files(jobId)],
    'jobs.result': ({ jobId }) => jobs.result(jobId),
  };
}
