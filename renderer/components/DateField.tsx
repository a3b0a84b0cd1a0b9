import {
  parseDate,
  parseDateTime,
  type CalendarDate,
  type CalendarDateTime,
  type DateValue,
} from '@internationalized/date';
import type { ReactNode } from 'react';
import {
  DatePicker,
  Calendar,
  CalendarCell,
  CalendarGrid,
  Button as AriaButton,
  DateInput,
  DateSegment,
  FieldError,
  Group,
  Text,
} from 'react-aria-components/DatePicker';
import { Heading } from 'react-aria-components/Heading';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { Popover, Dialog } from 'react-aria-components/Popover';
import { cx } from './cx.ts';
import { FieldLabel } from './Field.tsx';
import { Icon } from './Icon.tsx';
import styles from './DateField.module.css';

interface DateFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly description?: ReactNode;
  readonly error?: string | null | undefined;
  readonly isRequired?: boolean | undefined;
  /** Earliest date that may be chosen, ISO. */
  readonly min?: string | undefined;
}

/** A calendar date as ISO "2026-03-31", typed in segments or picked; always year-month-day. */
export function DateField(props: DateFieldProps) {
  return (
    <Picker
      {...props}
      granularity="day"
      date={props.value === null ? null : parseDate(props.value.slice(0, 10))}
      onDate={(date) => props.onChange(date === null ? null : isoDate(date))}
    />
  );
}

/** An instant in UTC as ISO "2026-03-31T14:05:00.000Z", to the minute. */
export function TimeField(props: DateFieldProps) {
  return (
    <Picker
      {...props}
      granularity="minute"
      date={props.value === null ? null : parseDateTime(props.value.slice(0, 16))}
      onDate={(date) => {
        if (date === null) return props.onChange(null);
        const hour = 'hour' in date ? date.hour : 0;
        const minute = 'minute' in date ? date.minute : 0;
        return props.onChange(`${isoDate(date)}T${pad(hour)}:${pad(minute)}:00.000Z`);
      }}
    />
  );
}

function Picker({
  label,
  date,
  onDate,
  granularity,
  description,
  error,
  isRequired = false,
  min,
}: DateFieldProps & {
  readonly date: CalendarDate | CalendarDateTime | null;
  readonly onDate: (date: DateValue | null) => void;
  readonly granularity: 'day' | 'minute';
}) {
  const isInvalid = error !== undefined && error !== null;
  return (
    // English words, but dates in ISO order and a 24-hour clock.
    <I18nProvider locale="en-CA">
      <DatePicker<DateValue>
        className={styles.field ?? ''}
        value={date}
        onChange={onDate}
        granularity={granularity}
        hourCycle={24}
        shouldForceLeadingZeros
        isRequired={isRequired}
        isInvalid={isInvalid}
        validationBehavior="aria"
        {...(min === undefined ? {} : { minValue: parseDate(min.slice(0, 10)) })}
      >
        <FieldLabel label={label} isRequired={isRequired} />
        <Group className={cx(styles.group, isInvalid && styles.invalid)}>
          <DateInput className={styles.input ?? ''}>
            {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
          </DateInput>
          {granularity === 'minute' && <span className={styles.zone}>UTC</span>}
          <AriaButton className={styles.open ?? ''}>
            <Icon name="chevron-down" />
          </AriaButton>
        </Group>
        {description !== undefined && !isInvalid && (
          <Text slot="description" className={styles.description ?? ''}>
            {description}
          </Text>
        )}
        <FieldError className={styles.error ?? ''}>{error}</FieldError>
        <Popover className={styles.popover ?? ''} offset={4}>
          <Dialog className={styles.dialog ?? ''}>
            <Calendar>
              <header className={styles.head}>
                <AriaButton slot="previous" className={styles.step ?? ''}>
                  <Icon name="chevron-left" />
                </AriaButton>
                <Heading className={styles.month ?? ''} />
                <AriaButton slot="next" className={styles.step ?? ''}>
                  <Icon name="chevron-right" />
                </AriaButton>
              </header>
              <CalendarGrid className={styles.grid ?? ''}>
                {(day) => <CalendarCell date={day} className={styles.day ?? ''} />}
              </CalendarGrid>
            </Calendar>
          </Dialog>
        </Popover>
      </DatePicker>
    </I18nProvider>
  );
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}

function isoDate(date: DateValue): string {
  return `${pad(date.year, 4)}-${pad(date.month)}-${pad(date.day)}`;
}
