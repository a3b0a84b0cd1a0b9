import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';

const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

/**
 * Graph `appRoleAssignments`: application permissions when the principal is a service principal. Assignments of people
 * and groups to an app are sign-in rights, not API permissions, and so is the all-zero role.
 */
export default defineImporter({
  id: 'entra.approles',
  platform: 'entra',
  label: 'Application permissions (Graph appRoleAssignments)',
  system: 'Microsoft Entra, Graph appRoleAssignments',
  fields: {
    id: { from: ['id', 'objectId'] },
    principalId: { from: ['principalId'], required: true },
    principalName: { from: ['principalDisplayName'] },
    principalType: { from: ['principalType'] },
    resourceId: { from: ['resourceId'], required: true },
    resourceName: { from: ['resourceDisplayName'] },
    roleId: { from: ['appRoleId'], required: true },
    roleName: { from: ['appRoleValue', 'roleDisplayName'] },
    created: { from: ['createdDateTime', 'creationTimestamp'] },
  },
  detect: (head) => {
    const context = head.kind === 'json' ? (head.envelope.get('@odata.context') ?? '') : '';
    return scoreSignature(head, {
      required: ['principalId', 'resourceId', 'appRoleId'],
      bonus: ['principalType', 'resourceDisplayName', 'principalDisplayName', 'createdDateTime'],
      proof: /appRoleAssign/i.test(context) ? 'the name appRoleAssignments in the page' : null,
    });
  },
  map: (record, context) => {
    const type = record.text('principalType').toLowerCase();
    if (type === 'user' || type === 'group')
      return { notRelevant: 'assignment of a person or group to an app, not a permission' };
    if (type !== '' && type !== 'serviceprincipal') return { rejected: `unknown principalType "${type.slice(0, 40)}"` };
    const roleId = record.text('roleId').toLowerCase();
    if (roleId === DEFAULT_ACCESS) return { notRelevant: 'default access, not a permission' };
    const granted = context.time(record.text('created'));
    const name = record.text('principalName');
    const resourceName = record.text('resourceName');
    return {
      facts: [
        {
          fact: 'grant',
          client: { space: 'sp', id: record.text('principalId'), ...(name === '' ? {} : { name }) },
          kind: 'application',
          principal: null,
          resource: {
            space: 'sp',
            id: record.text('resourceId'),
            ...(resourceName === '' ? {} : { name: resourceName }),
          },
          scopes: [],
          scopeIds: [roleId],
          ...(granted === null ? {} : { grantedAt: granted }),
        },
      ],
    };
  },
});
