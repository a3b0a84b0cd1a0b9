import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { named } from './parts/json-cells.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { isPermissionName } from './parts/scope-words.ts';

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
  lists: 'tenant',
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
    const client = record.text('principalId');
    const resource = record.text('resourceId');
    if (isPlaceholder(client) || isPlaceholder(resource) || isPlaceholder(roleId))
      return { rejected: 'an id is a placeholder' };
    const granted = context.time(record.text('created'));
    const nativeId = record.text('id');
    const role = record.text('roleName');
    return {
      facts: [
        {
          fact: 'grant',
          client: { space: 'sp', id: client, ...named(record.text('principalName')) },
          kind: 'application',
          principal: null,
          resource: { space: 'sp', id: resource, ...named(record.text('resourceName')) },
          // A tool that resolved the role has looked it up in the resource's own list.
          ...(isPermissionName(role) ? { scopes: [role] } : { scopes: [], scopeIds: [roleId] }),
          ...(granted === null ? {} : { grantedAt: granted }),
          ...(isPlaceholder(nativeId) ? {} : { nativeId }),
        },
      ],
    };
  },
});
