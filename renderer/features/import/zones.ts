import type { Option } from '../../components/Select.tsx';

/** Every zone this machine knows, UTC first; typing in the open list jumps to a name. */
export const ZONE_OPTIONS: readonly Option<string>[] = [
  { value: 'UTC', label: 'UTC' },
  ...Intl.supportedValuesOf('timeZone')
    .filter((zone) => zone !== 'UTC')
    .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
];
