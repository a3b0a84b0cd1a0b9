/** What the inventory can be put in order by. */
export const INVENTORY_SORTS = [
  'risk',
  'name',
  'publisher',
  'platform',
  'people',
  'scopes',
  'tier',
  'lastUse',
  'findings',
] as const;
