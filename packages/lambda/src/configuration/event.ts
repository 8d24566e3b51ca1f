/** Finds our fields in what the function was invoked with. */

import { InvocationError } from '../errors.ts';

/** The fields of an event, not checked yet. */
export interface EventFields {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Where they stand, for messages. */
  readonly place: string;
}

/**
 * An event is the object of our fields, or one of EventBridge (a rule or a schedule), whose
 * `detail` is that object. The envelope around it is never read.
 *
 * @throws {InvocationError} `ConfigurationError` if it is neither
 */
export function fieldsOfEvent(event: unknown): EventFields {
  if (event === undefined || event === null) {
    return { fields: {}, place: 'event' };
  }
  if (!isRecord(event)) {
    throw invalidEvent('it must be a JSON object, for example {}');
  }
  if (!isEventBridgeEvent(event)) {
    return { fields: event, place: 'event' };
  }
  const place = 'detail of the EventBridge event';
  const detail = parseDetail(event['detail']);
  if (!isRecord(detail)) {
    throw invalidEvent('its detail must be a JSON object, for example {}');
  }
  return { fields: isAboutAws(event) ? {} : detail, place };
}

/** By its envelope: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
function isEventBridgeEvent(event: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof event['detail-type'] === 'string' &&
    typeof event['source'] === 'string' &&
    Object.hasOwn(event, 'detail')
  );
}

/**
 * Where a rule passes on what another AWS service reports (a finished backup, say), the detail is
 * that service's. Only AWS can send events whose source begins with `aws.`; the two schedulers'
 * details are empty unless somebody wrote them for us.
 */
function isAboutAws(event: Readonly<Record<string, unknown>>): boolean {
  const source = String(event['source']);
  return source.startsWith('aws.') && !['aws.events', 'aws.scheduler'].includes(source);
}

/** EventBridge Scheduler sends the detail of its own event as text: `"{}"`. */
function parseDetail(detail: unknown): unknown {
  if (typeof detail !== 'string') {
    return detail ?? {};
  }
  try {
    return detail.trim() === '' ? {} : JSON.parse(detail);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalidEvent(reason: string): InvocationError {
  return new InvocationError(
    'ConfigurationError',
    'INVALID_EVENT',
    `The function can't use the event it was invoked with: ${reason}.`,
  );
}
