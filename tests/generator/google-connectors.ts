import { LATER_GOOGLE_STORY } from './google-story-later.ts';
import { GHOST, GOOGLE_STORY, REQUESTED, type GoogleDeclaration } from './google-story.ts';
import type { Ownership } from './ownership.ts';
import type { Department } from './people.ts';
import { createRandom } from './random.ts';

/** A connector of the Google Workspace tenant: what it was granted and how it behaves in the token log. */
export interface GoogleConnector {
  readonly key: string;
  readonly name: string;
  readonly clientId: string;
  readonly clientType: 'WEB' | 'NATIVE_ANDROID' | 'NATIVE_DESKTOP';
  readonly anonymous: boolean;
  readonly departments: readonly Department[];
  /** How many people hold a grant at the time of the export. */
  readonly holders: number;
  readonly scopes: readonly string[];
  /** Methods seen in the log, taken in turn; empty when the connector never calls anything. */
  readonly methods: readonly string[];
  /** Sessions in the window; `daily` means one every day, weekends included. */
  readonly sessions: number | 'daily';
  readonly heldBy?: 'service-account';
  readonly ownership?: Ownership;
}

export interface GoogleTenant {
  readonly customerId: string;
  readonly connectors: readonly GoogleConnector[];
  readonly ghost: GoogleConnector;
  readonly requested: GoogleConnector;
}

/** The Workspace tenant: 25 connectors with grants, one seen only in the log, and one that was only asked for. */
export function createGoogleTenant(seed: number): GoogleTenant {
  const random = createRandom(seed, 'google tenant');
  const projects = new Map<string, string>();
  const complete = (declared: GoogleDeclaration): GoogleConnector => {
    const { sameProjectAs, scopes, clientType = 'WEB', anonymous = false, ...rest } = declared;
    const project = (sameProjectAs ? projects.get(sameProjectAs) : undefined) ?? random.digits(12);
    projects.set(declared.key, project);
    const suffix = random.text(32, 'abcdefghijklmnopqrstuvwxyz0123456789');
    return {
      ...rest,
      clientType,
      anonymous,
      scopes: scopes.split(' ').map(fullScope),
      clientId: `${project}-${suffix}.apps.googleusercontent.com`,
    };
  };
  const tenant = {
    customerId: `C0${random.text(7, 'abcdefghijklmnopqrstuvwxyz0123456789')}`,
    connectors: GOOGLE_STORY.map(complete),
    ghost: complete(GHOST),
    requested: complete(REQUESTED),
  };
  return { ...tenant, connectors: [...tenant.connectors, ...LATER_GOOGLE_STORY.map(complete)] };
}

function fullScope(scope: string): string {
  return scope === 'openid' || scope.startsWith('https://') ? scope : `https://www.googleapis.com/auth/${scope}`;
}
