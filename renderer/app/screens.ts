import type { IconName } from '../components/Icon.tsx';

export interface ScreenLink {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  /** Key sequence that goes there. */
  readonly keys: string;
  readonly needsCase: boolean;
}

/** The screens of the rail, in the order of the work. */
export const SCREENS = [
  { path: '/', label: 'Start', icon: 'home', keys: 'g h', needsCase: false },
  { path: '/overview', label: 'Overview', icon: 'gauge', keys: 'g d', needsCase: true },
  { path: '/imports', label: 'Imports', icon: 'inbox', keys: 'g i', needsCase: true },
  { path: '/evidence', label: 'Evidence', icon: 'scale', keys: 'g e', needsCase: true },
  { path: '/inventory', label: 'Inventory', icon: 'grid', keys: 'g c', needsCase: true },
  { path: '/vendors', label: 'Vendors', icon: 'building', keys: 'g n', needsCase: true },
  { path: '/registers', label: 'Registers', icon: 'people', keys: 'g o', needsCase: true },
  { path: '/policy', label: 'Policy', icon: 'sliders', keys: 'g p', needsCase: true },
  { path: '/findings', label: 'Findings', icon: 'flag', keys: 'g f', needsCase: true },
  { path: '/campaign', label: 'Campaign', icon: 'calendar', keys: 'g a', needsCase: true },
  { path: '/review', label: 'Review', icon: 'queue', keys: 'g q', needsCase: true },
  { path: '/remediation', label: 'Remediation', icon: 'wrench', keys: 'g m', needsCase: true },
  { path: '/report', label: 'Report', icon: 'report', keys: 'g r', needsCase: true },
  { path: '/catalog', label: 'Catalog', icon: 'book', keys: 'g k', needsCase: true },
  { path: '/journal', label: 'Journal', icon: 'journal', keys: 'g j', needsCase: true },
  { path: '/case', label: 'Case', icon: 'folder', keys: 'g w', needsCase: true },
  { path: '/verify', label: 'Verify a bundle', icon: 'shield', keys: 'g v', needsCase: false },
] as const satisfies readonly ScreenLink[];
