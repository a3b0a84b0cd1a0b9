import { useState } from 'react';
import { formatCounted } from '../components/format.ts';
import { useRunningJob } from '../engine/hooks.ts';

/**
 * Says how far the engine is, for those who do not see it: when it begins, at each quarter, and when it has ended. What it works
 * on stands on the screen. Always there, since what is put in together with its words is not read out.
 */
export function JobAnnouncer() {
  const job = useRunningJob();
  const [wasBusy, setWasBusy] = useState(false);
  if (job !== null && !wasBusy) setWasBusy(true);
  return (
    <div role="status" className="visually-hidden" data-job-status="">
      {job !== null ? words(job) : wasBusy ? 'The work under way has ended' : ''}
    </div>
  );
}

function words(job: NonNullable<ReturnType<typeof useRunningJob>>): string {
  const share = job.total > 0 ? job.done / job.total : 0;
  const done = job.fileCount > 1 ? (job.fileIndex + share) / job.fileCount : share;
  const quarter = Math.min(3, Math.floor(done * 4)) * 25;
  const what = job.fileCount > 1 ? `Work on ${formatCounted(job.fileCount, 'file')}` : 'Work';
  return quarter === 0 ? `${what} has begun` : `${what}: ${quarter} %`;
}
