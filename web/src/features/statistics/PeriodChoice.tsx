import { Select } from '~/ui/Field.tsx';
import { addMonths, monthsOf, type Period, PRESETS, presetPeriod, searchOf } from './period.ts';
import { monthName } from './statistics-model.ts';
import { t } from './texts.ts';

interface PeriodChoiceProps {
  period: Period;
  thisMonth: string;
  onPeriod: (period: Period) => void;
}

/** How far back the lists go, in months. */
const OFFERED = 60;

/** The two months as a period; when they cross, the one just chosen stands for both. */
function ordered(from: string, to: string, chosen: string): Period {
  return from <= to ? { from, to } : { from: chosen, to: chosen };
}

/** Usual periods as links, and any other by its first and last month. */
export function PeriodChoice({ period, thisMonth, onPeriod }: PeriodChoiceProps) {
  const offered = monthsOf({ from: addMonths(thisMonth, -OFFERED), to: thisMonth });
  const months = [...new Set([...offered, period.from, period.to])].sort().reverse();
  const choices = months.map((value) => ({ value, label: monthName(value) }));
  return (
    <section class="period" aria-label={t('period')}>
      <ul class="period-presets">
        {PRESETS.map((preset) => {
          const its = presetPeriod(preset, thisMonth);
          const current = its.from === period.from && its.to === period.to;
          return (
            <li key={preset}>
              <a
                href={searchOf(its)}
                aria-current={current ? 'true' : undefined}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                  event.preventDefault();
                  onPeriod(its);
                }}
              >
                {t(`period.${preset}`)}
              </a>
            </li>
          );
        })}
      </ul>
      <div class="period-months">
        <Select
          id="from"
          label={t('period.from')}
          width="m"
          value={period.from}
          choices={choices}
          onValue={(from) => onPeriod(ordered(from, period.to, from))}
        />
        <Select
          id="to"
          label={t('period.to')}
          width="m"
          value={period.to}
          choices={choices}
          onValue={(to) => onPeriod(ordered(period.from, to, to))}
        />
      </div>
    </section>
  );
}
