/** Writes the metrics of one invocation, however early it failed. */

import type { Configuration } from './configuration/configuration.ts';
import type { Environment } from './configuration/known-names.ts';
import type { InvocationContext } from './deadline.ts';
import type { InvocationError } from './errors.ts';
import { jsonLine, type WriteLine } from './log.ts';
import {
  type Amounts,
  type InvocationOutcome,
  metricsDocument,
  peakMemoryBytes,
} from './metrics.ts';
import type { Purpose } from './purpose.ts';
import { behaviourSettings } from './settings/behaviour.ts';
import type { InvocationWatch } from './watch.ts';

interface MetricsOptions {
  readonly purpose: Purpose;
  readonly environment: Environment;
  readonly context: InvocationContext;
  readonly write: WriteLine;
  /** Milliseconds since the invocation began. */
  readonly elapsed: () => number;
}

/** Knows what is known of the invocation so far. */
export class InvocationMetrics {
  /** Set once it is known. */
  configuration: Configuration | undefined;
  /** Set once it is known. */
  progress: InvocationWatch | undefined;
  readonly #options: MetricsOptions;

  constructor(options: MetricsOptions) {
    this.#options = options;
  }

  succeeded(done: Amounts): void {
    this.#write({ done, errorCode: undefined });
  }

  failed({ code }: InvocationError): void {
    this.#write({ done: undefined, errorCode: code });
  }

  #write(result: Pick<InvocationOutcome, 'done' | 'errorCode'>): void {
    const { purpose, environment, context, write, elapsed } = this.#options;
    const document = metricsDocument({
      ...result,
      metricPrefix: purpose.metricPrefix,
      namespace: this.#namespace(),
      requestId: context.awsRequestId,
      functionName:
        context.functionName ?? environment['AWS_LAMBDA_FUNCTION_NAME'] ?? 'unknown function',
      target: this.configuration?.text('target') ?? this.progress?.database,
      time: new Date(),
      durationMs: elapsed(),
      peakMemoryBytes: peakMemoryBytes(),
    });
    if (document !== undefined) write(jsonLine(document));
  }

  /** A configuration with a mistake has a namespace all the same. */
  #namespace(): string {
    const { variable, default: standard } = behaviourSettings.metricsNamespace;
    const configured = this.configuration?.text('metricsNamespace');
    return configured ?? (this.#options.environment[variable] || standard);
  }
}
