import { defineRefusal } from '../importer.ts';
import { scoreSignature } from '../keys.ts';

/** The companion file of a portal download that lists the steps of each authentication. */
export default defineRefusal({
  id: 'entra.signin-authdetails',
  label: 'Authentication details of sign-ins',
  detect: (head) =>
    scoreSignature(head, {
      required: ['Request ID', 'Authentication method', 'Succeeded|Result detail'],
      bonus: ['Requirement', 'Authentication method detail'],
      against: ['Application ID', 'Application'],
    }),
  sentence:
    'This is the list of authentication steps that the portal writes beside a sign-in log: it names no app. Import the file with the sign-ins themselves (InteractiveSignIns, NonInteractiveSignIns, ApplicationSignIns).',
});
