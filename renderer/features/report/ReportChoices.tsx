import { useId, useState } from 'react';
import {
  isAboutOne,
  REPORT_TEMPLATE_LABELS,
  REPORT_TEMPLATES,
  type ReportOptions,
  type ReportTemplate,
} from '../../../shared/contract/report.ts';
import {
  CONCLUSION_CLASSES,
  CONCLUSION_LABELS,
  type ConclusionClass,
} from '../../../shared/contract/report-document.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox, TextField } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './SignPanel.module.css';

/** What whoever makes the report chooses: which report, a lower conclusion, a sample. The preview follows it. */
export function ReportChoices({
  options,
  computed,
  onChange,
}: {
  readonly options: ReportOptions;
  /** Null while the report is being prepared. */
  readonly computed: ConclusionClass | null;
  readonly onChange: (options: ReportOptions) => void;
}) {
  const subjects = useEngineQuery('report.subjects', {});
  const names = options.template === 'owner' ? subjects.data?.owners : subjects.data?.vendors;
  const heading = useId();
  function chooseTemplate(template: ReportTemplate) {
    const first = template === 'owner' ? subjects.data?.owners[0] : subjects.data?.vendors[0];
    const about = isAboutOne({ template }) ? (first ?? null) : null;
    // Without anybody to be about, the report stays as it is.
    if (about === null && isAboutOne({ template })) return;
    onChange({ ...options, template, about });
  }
  return (
    <section className={styles.choices} aria-labelledby={heading}>
      <h2 className={styles.heading} id={heading}>
        Report to make
      </h2>
      <Select
        label="Report"
        value={options.template}
        onChange={chooseTemplate}
        options={REPORT_TEMPLATES.map((value) => ({ value, label: REPORT_TEMPLATE_LABELS[value] }))}
      />
      {isAboutOne(options) && names !== undefined && options.about !== null && (
        <Select
          label={options.template === 'owner' ? 'Business owner' : 'Vendor, as the exports name it'}
          value={options.about}
          onChange={(about) => onChange({ ...options, about })}
          options={names.map((name) => ({ value: name, label: name }))}
        />
      )}
      {options.template !== 'full' && (
        <p className={styles.hint}>
          It says on every page that it is not the full report, and signing it does not submit decisions. The bundle
          still holds the whole journal: hand over report.pdf alone.
        </p>
      )}
      <LowerConclusion key={computed} options={options} computed={computed} onChange={onChange} />
      <SampleForm options={options} onChange={onChange} />
    </section>
  );
}

function LowerConclusion({
  options,
  computed,
  onChange,
}: {
  readonly options: ReportOptions;
  readonly computed: ConclusionClass | null;
  readonly onChange: (options: ReportOptions) => void;
}) {
  const lower = computed === null ? [] : CONCLUSION_CLASSES.slice(CONCLUSION_CLASSES.indexOf(computed) + 1);
  const [first] = lower;
  const [isOpen, setOpen] = useState(options.lowered !== null);
  const [wanted, setWanted] = useState<ConclusionClass | null>(options.lowered?.class ?? null);
  const [because, setBecause] = useState(options.lowered?.because ?? '');
  if (first === undefined) return null;
  const chosen = wanted ?? first;
  const isStated = options.lowered?.class === chosen && options.lowered.because === because.trim();
  return (
    <div>
      <Checkbox
        isSelected={isOpen}
        onChange={(open) => {
          setOpen(open);
          if (!open) onChange({ ...options, lowered: null });
        }}
      >
        Lower the conclusion
      </Checkbox>
      {isOpen && (
        <div className={styles.nested}>
          <Select
            label="Conclusion you state"
            value={chosen}
            onChange={setWanted}
            options={lower.map((value) => ({ value, label: CONCLUSION_LABELS[value] }))}
          />
          <TextField label="Why, as it is printed" value={because} onChange={setBecause} rows={2} maxLength={1000} />
          <Button
            isDisabled={because.trim() === '' || isStated}
            onPress={() => onChange({ ...options, lowered: { class: chosen, because: because.trim() } })}
          >
            {isStated ? 'Lowered' : 'Lower it'}
          </Button>
        </div>
      )}
    </div>
  );
}

function SampleForm({
  options,
  onChange,
}: {
  readonly options: ReportOptions;
  readonly onChange: (options: ReportOptions) => void;
}) {
  const [isOpen, setOpen] = useState(options.sample !== null);
  const [seed, setSeed] = useState(options.sample?.seed ?? '');
  const [size, setSize] = useState(String(options.sample?.size ?? ''));
  const [basis, setBasis] = useState(options.sample?.basis ?? '');
  const count = /^\d{1,5}$/u.test(size) ? Number(size) : 0;
  const { sample } = options;
  const isDrawn = sample?.seed === seed.trim() && sample.size === count && sample.basis === basis.trim();
  const isWhole = seed.trim() !== '' && basis.trim() !== '' && count > 0 && count <= 10_000;
  return (
    <div>
      <Checkbox
        isSelected={isOpen}
        onChange={(open) => {
          setOpen(open);
          if (!open) onChange({ ...options, sample: null });
        }}
      >
        Draw a sample for an auditor’s test
      </Checkbox>
      {isOpen && (
        <div className={styles.nested}>
          <TextField label="Seed, a word of the auditor" value={seed} onChange={setSeed} maxLength={200} />
          <TextField label="Items" value={size} onChange={setSize} maxLength={5} />
          <TextField label="Basis of this size" value={basis} onChange={setBasis} rows={2} maxLength={2000} />
          <Button
            isDisabled={!isWhole || isDrawn}
            onPress={() => onChange({ ...options, sample: { seed: seed.trim(), size: count, basis: basis.trim() } })}
          >
            {isDrawn ? 'Drawn' : 'Draw it'}
          </Button>
        </div>
      )}
    </div>
  );
}
