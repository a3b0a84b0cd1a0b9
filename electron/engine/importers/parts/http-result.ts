import type { EventResult } from '../../../../shared/domain/vocabulary.ts';

/** 2xx and 304 = success, 401 and 403 = denied, anything else = attempted. */
export function httpResult(status: number): EventResult {
  if ((status >= 200 && status < 300) || status === 304) return 'success';
  return status === 401 || status === 403 ? 'denied' : 'attempted';
}
