import { rows } from './entra-case.ts';

/** Columns of a table of tokens, as GAM writes it. */
export const GAM = 'user,clientId,displayText,anonymous,nativeApp,userKey,scopes';

export function row(id: string, scopes = 'openid'): string {
  return `ann@firm.example,${id},App ${id},False,False,1,${scopes}`;
}

/** A token as the Directory API lists it. */
export function token(id: string, more: object = {}): object {
  return {
    kind: 'admin#directory#token',
    clientId: id,
    displayText: `App ${id}`,
    userKey: '5',
    scopes: ['openid'],
    ...more,
  };
}

export function tokenList(...items: readonly object[]): object {
  return { kind: 'admin#directory#tokenList', items };
}

/** Ids of the connectors of the case. */
export function clients(): unknown[] {
  return rows('SELECT native_id FROM connector ORDER BY 1').map((one) => Object(one).native_id);
}
