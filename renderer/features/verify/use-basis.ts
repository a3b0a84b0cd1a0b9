import { useEffect } from 'react';
import type { CheckedBundle } from '../../../shared/contract/report.ts';
import { useEngineQuery } from '../../engine/hooks.ts';

/** How often the file is looked at again while a result of it is shown; only its size and date are. */
const EVERY = 3000;

/** Why the result of a check no longer holds by what it rests on, as a sentence; null while it does. */
export function useStaleBasis(token: string, report: CheckedBundle): string | null {
  const { data, refetch } = useEngineQuery('verify.basis', { token });
  const { checkedAt } = report;
  useEffect(() => {
    const look = () => void refetch();
    look();
    const timer = setInterval(look, EVERY);
    window.addEventListener('focus', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', look);
    };
  }, [refetch, checkedAt]);
  return data === undefined ? null : staleBasis(report.basis, data);
}

/** What differs between what a result rests on and what is there now, as a sentence; null when nothing does. */
export function staleBasis(then: CheckedBundle['basis'], now: CheckedBundle['basis'] | null): string | null {
  if (now === null) return 'The file is no longer where it was.';
  if (now.bytes !== then.bytes || now.modifiedAt !== then.modifiedAt) return 'The file was changed after the check.';
  return now.trust === then.trust ? null : 'Whom the open case trusts was changed after the check.';
}
