import type { Exporter, HistoryEvent, Reference } from '@api/types';
import { openDocument } from '~/lib/api/files.ts';
import { getExporter, getExporterTimeline, getReference } from '~/lib/api/index.ts';
import { changeExporter } from '~/lib/api/staff.ts';
import { formatDateTime } from '~/lib/dates/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { EXPORTER_TONES, exporterStatus, personName } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import type { RouteParams } from '~/routes.ts';
import {
  Badge,
  Banner,
  formatBytes,
  Loaded,
  type Moment,
  Page,
  type ReasonedStep,
  ReasonedSteps,
  SummaryList,
  Timeline,
} from '~/ui/index.ts';
import { t } from './texts.ts';

const CHANGES = {
  verify: 'verification',
  suspend: 'suspension',
  reinstate: 'reinstatement',
  reject: 'rejection',
} as const;
type Change = keyof typeof CHANGES;
const isChange = (action: string): action is Change => action in CHANGES;

const EVENTS: Record<string, Parameters<typeof t>[0]> = {
  register: 'event.register',
  verify: 'event.verify',
  suspend: 'event.suspend',
  reinstate: 'event.reinstate',
  reject: 'event.reject',
  edit: 'event.edit',
  change_identity: 'event.change_identity',
  add_document: 'event.add_document',
  remove_document: 'event.remove_document',
};

function momentOf(event: HistoryEvent): Moment {
  const key = EVENTS[event.action];
  return {
    id: event.id,
    title: key ? t(key) : event.action,
    when: formatDateTime(event.at),
    instant: event.at,
    who: event.actor ? personName(event.actor) : undefined,
    children: event.reason ?? undefined,
  };
}

function stepsOf(firm: Exporter, onChange: (firm: Exporter) => void): ReasonedStep<Change>[] {
  return firm.allowedActions.filter(isChange).map((action) => ({
    action,
    title: t(`step.${action}`),
    detail: t(`step.${action}.detail`),
    kind: action === 'suspend' || action === 'reject' ? 'danger' : 'primary',
    bare: action === 'verify',
    run: async ({ reason }) =>
      onChange(await changeExporter(firm.id, CHANGES[action], action === 'verify' ? {} : { reason })),
  }));
}

interface FirmProps {
  firm: Exporter;
  reference: Reference;
  onChange: (firm: Exporter) => void;
}

function Papers({ firm, reference }: Omit<FirmProps, 'onChange'>) {
  const papers = reference.applicantProfiles.find((profile) => profile.code === firm.profile)?.papers ?? [];
  const missing = papers.filter(
    (paper) => paper.required && !firm.documents.some((document) => document.kind === paper.kind),
  );
  return (
    <section aria-labelledby="papers">
      <h2 id="papers">{t('papers')}</h2>
      {missing.length > 0 && (
        <Banner tone="warning" title={t('papers.missing')}>
          <ul>
            {missing.map((paper) => (
              <li key={paper.kind}>{say(paper.name)}</li>
            ))}
          </ul>
        </Banner>
      )}
      <SummaryList
        rows={firm.documents.map((document) => ({
          key: say(papers.find((paper) => paper.kind === document.kind)?.name) || document.kind,
          value: (
            <>
              <button type="button" class="link" onClick={() => void openDocument(document)}>
                {document.fileName}
              </button>{' '}
              <span class="muted">{formatBytes(document.sizeBytes)}</span>
            </>
          ),
        }))}
      />
    </section>
  );
}

function Firm({ firm, reference, onChange }: FirmProps) {
  const events = useLoad(() => getExporterTimeline(firm.id), [firm.id, firm.version]);
  const profile = reference.applicantProfiles.find((known) => known.code === firm.profile);
  const identifiers = Object.entries(firm.identifiers).map(([kind, number]) => ({
    key: say(profile?.identifiers.find((known) => known.kind === kind)?.name) || kind,
    value: <span class="mono">{number}</span>,
  }));
  return (
    <Page
      wide
      title={firm.name}
      caption={<Badge tone={EXPORTER_TONES[firm.status]}>{exporterStatus(firm.status)}</Badge>}
      back={{ href: '/agent/exportateurs', label: t('title') }}
    >
      <div class="columns">
        <div>
          {firm.statusReason && (
            <Banner tone="warning" title={exporterStatus(firm.status)}>
              <p>{firm.statusReason}</p>
            </Banner>
          )}
          <ReasonedSteps key={firm.version} title={t('steps')} steps={stepsOf(firm, onChange)} />
          <SummaryList
            rows={[
              { key: t('profile'), value: say(profile?.name) || firm.profile },
              ...(firm.tradeName ? [{ key: t('tradeName'), value: firm.tradeName }] : []),
              ...identifiers,
              {
                key: t('address'),
                value: [firm.address.street, firm.address.city, firm.address.region].filter(Boolean).join(', '),
              },
              { key: t('phone'), value: firm.phone },
              ...(firm.email ? [{ key: t('email'), value: firm.email }] : []),
            ]}
          />
          <Papers firm={firm} reference={reference} />
        </div>
        <aside>
          <section aria-labelledby="history">
            <h2 id="history">{t('history')}</h2>
            <Loaded from={events}>{(items) => <Timeline moments={[...items].reverse().map(momentOf)} />}</Loaded>
          </section>
        </aside>
      </div>
    </Page>
  );
}

/** One firm as the agency sees it, with its papers and what may be decided about it. */
export default function ExporterPage({ id = '' }: RouteParams) {
  const loaded = useLoad(() => Promise.all([getExporter(id), getReference()]), [id]);
  return (
    <Loaded from={loaded} title={t('title')}>
      {([firm, reference]) => (
        <Firm firm={firm} reference={reference} onChange={(changed) => loaded.replace([changed, reference])} />
      )}
    </Loaded>
  );
}
