import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { Checkbox, RadioGroup } from '../components/Field.tsx';
import { Select } from '../components/Select.tsx';
import { CurrentReviewer } from '../features/reviewers/CurrentReviewer.tsx';
import { changeSettings, useSettings, ZOOM_STEPS } from './settings.ts';
import styles from './SettingsDialog.module.css';

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

/** How the program looks and behaves for the reviewer in use. Everything takes effect at once. */
export function SettingsDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const settings = useSettings();
  const zooms = [...new Set([...ZOOM_STEPS, settings.zoom])].toSorted((a, b) => a - b);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Settings"
      footer={
        <Button variant="primary" onPress={onClose}>
          Done
        </Button>
      }
    >
      <div className={styles.form}>
        <RadioGroup
          label="Theme"
          value={settings.theme}
          onChange={(theme) => changeSettings({ theme })}
          options={THEMES}
          isHorizontal
        />
        <div>
          <Checkbox
            isSelected={settings.contrast === 'high'}
            onChange={(isHigh) => changeSettings({ contrast: isHigh ? 'high' : 'system' })}
          >
            High contrast
          </Checkbox>
          <p className={styles.note}>
            Black on white in the light theme, white on black in the dark one, with strong borders. It is on without
            this mark where the system asks for more contrast.
          </p>
        </div>
        <div className={styles.narrow}>
          <Select
            label="Zoom"
            value={String(settings.zoom)}
            onChange={(zoom) => changeSettings({ zoom: Number(zoom) })}
            options={zooms.map((zoom) => ({ value: String(zoom), label: `${zoom} %` }))}
          />
        </div>
        <div>
          <Checkbox
            isSelected={settings.motion === 'none'}
            onChange={(isNone) => changeSettings({ motion: isNone ? 'none' : 'system' })}
          >
            No motion
          </Checkbox>
          <p className={styles.note}>
            Nothing slides, fades or turns. It is so without this mark where the system asks for less motion.
          </p>
        </div>
        <div>
          <Checkbox isSelected={settings.singleKeys} onChange={(singleKeys) => changeSettings({ singleKeys })}>
            Single keys are shortcuts
          </Checkbox>
          <p className={styles.note}>
            Without it, letters, digits and signs do nothing outside of text fields. Ctrl+K still finds everything that
            can be done on a screen. Turn it off if you dictate or if keys are pressed by accident.
          </p>
        </div>
        <CurrentReviewer />
      </div>
    </Dialog>
  );
}
