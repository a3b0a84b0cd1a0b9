import type { FieldSource } from '../importer.ts';
import type { Change, DirectoryTarget } from './directory-record.ts';
import { decodedText } from './json-cells.ts';

/** The portal's CSV writes at most so many targets and, of each, so many changed properties. */
const TARGETS = [1, 2, 3] as const;
const PROPERTIES = [1, 2, 3, 4, 5] as const;
const DETAILS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

const CUT = 'the export holds five properties per target and leaves the others out';

const NUMBERED = [
  ...TARGETS.flatMap((target) => [
    `Target${target}Type`,
    `Target${target}DisplayName`,
    `Target${target}ObjectId`,
    `Target${target}UserPrincipalName`,
    ...PROPERTIES.flatMap((property) =>
      ['Name', 'NewValue', 'OldValue'].map((part) => `Target${target}ModifiedProperty${property}${part}`),
    ),
  ]),
  ...DETAILS.flatMap((detail) => [`AdditionalDetail${detail}Key`, `AdditionalDetail${detail}Value`]),
];

/** The numbered columns of the portal's CSV as fields of the same name. */
export const PORTAL_COLUMNS: Readonly<Record<string, FieldSource>> = Object.fromEntries(
  NUMBERED.map((name) => [name, { from: [name] }]),
);

/** The targets of one row; where one of them fills all its property columns, others may have been left out. */
export function portalTargets(text: (column: string) => string): {
  readonly targets: readonly DirectoryTarget[];
  readonly omission: string;
} {
  const targets: DirectoryTarget[] = [];
  let isCut = false;
  for (const number of TARGETS) {
    const target = `Target${number}`;
    const changes = new Map<string, Change>();
    for (const property of PROPERTIES) {
      const column = `${target}ModifiedProperty${property}`;
      const name = text(`${column}Name`).toLowerCase();
      if (name === '') continue;
      changes.set(name, {
        value: decodedText(text(`${column}NewValue`)),
        previous: decodedText(text(`${column}OldValue`)),
      });
    }
    isCut ||= changes.size === PROPERTIES.length;
    const id = text(`${target}ObjectId`);
    const name = text(`${target}DisplayName`);
    if (id === '' && name === '' && changes.size === 0) continue;
    targets.push({
      id,
      name,
      type: text(`${target}Type`),
      address: text(`${target}UserPrincipalName`),
      changes,
    });
  }
  return { targets, omission: isCut ? CUT : '' };
}

/** Value of an additional detail by its key in lower case; '' when absent. */
export function portalDetail(text: (column: string) => string, key: string): string {
  const number = DETAILS.find((detail) => text(`AdditionalDetail${detail}Key`).toLowerCase() === key);
  return number === undefined ? '' : text(`AdditionalDetail${number}Value`);
}
