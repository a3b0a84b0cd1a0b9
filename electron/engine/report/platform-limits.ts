import type { Platform } from '../../../shared/domain/vocabulary.ts';

export interface PlatformLimit {
  /** How a decision is carried out there. */
  readonly action: string;
  /** What keeps working, or can come back, after that action. */
  readonly leaves: string;
}

const UNDESCRIBED: PlatformLimit = {
  action: 'Carried out with the means of the platform; this version does not describe them.',
  leaves: 'Not described here: take nothing for stopped until a later export no longer shows the grant.',
};

/**
 * What carrying out a revoke or a reduction does not stop, per platform. From the vendors' own help pages; where a
 * platform is not described, that is said instead.
 */
export const PLATFORM_LIMITS: Readonly<Record<Platform, PlatformLimit>> = {
  google: {
    action:
      'The token of each person is revoked, or the app is blocked for the organization. Scopes cannot be taken out of a token one by one: to reduce is to revoke and consent again to less.',
    leaves:
      'Revoking tokens does not stop a person from consenting again; only blocking the app does. Domain-wide delegation is a grant of its own that token lists do not show and revoking tokens does not touch.',
  },
  entra: {
    action:
      'The permission grant or the app role assignment is deleted, or a delegated grant is rewritten with fewer scopes. Consents of single people are removed through the programming interface or its command line.',
    leaves:
      'It does not stop renewed consent while people or administrators may consent: disable the app or restrict consent as well. Access tokens already issued work until they expire, usually within 60 to 90 minutes.',
  },
  salesforce: {
    action: 'The tokens of the connected app are revoked per person, or the app is blocked.',
    leaves:
      'An app vanishes from the usage list when its tokens expire, so absence from that list does not prove that it was revoked or blocked.',
  },
  slack: {
    action: 'The app is uninstalled, or restricted by an administrator.',
    leaves: 'Restricting an app that is already installed leaves it usable; only removing it stops it.',
  },
  github: UNDESCRIBED,
  okta: UNDESCRIBED,
  other: UNDESCRIBED,
};
