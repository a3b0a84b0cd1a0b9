import type { ScopeKind } from '../../../shared/contract/catalog.ts';
import type { Platform } from '../../../shared/domain/terms.ts';

/** How a platform calls the two ways of granting. */
export function kindLabel(platform: Platform, kind: ScopeKind): string {
  if (platform === 'slack') return kind === 'delegated' ? 'User token' : 'Bot token';
  if (platform === 'github') return kind === 'delegated' ? 'OAuth app scope' : 'App permission';
  return kind === 'delegated' ? 'Delegated' : 'Application';
}
