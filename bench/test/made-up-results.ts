/** Results with figures that are easy to reckon with. */

import type { Measurement } from '../measure/rounds.ts';
import type { Compression, FamilyName } from '../programs/program.ts';
import type { Comparison, MeasuredProgram } from '../results.ts';

/** A program and its wall times; its CPU seconds are half of them. */
export interface MadeUpProgram {
  readonly name: string;
  readonly family: FamilyName;
  readonly wallSeconds: readonly number[];
  readonly compression?: Compression;
  readonly threads?: number;
  readonly sqlBytes?: number;
  readonly peakMemoryBytes?: number;
  readonly failed?: string;
}

/** A comparison of the programs on one workload. */
export function comparisonOf(programs: readonly MadeUpProgram[], workload = 'mixed'): Comparison {
  return {
    measuredAt: '2026-01-02T03:04:05.000Z',
    machine: {
      processor: 'A processor',
      cores: 2,
      memoryBytes: 8 * 2 ** 30,
      system: 'A system',
      node: '24.0.0',
      loadBefore: 0,
    },
    scale: 'full',
    recipeVersion: 1,
    rounds: 3,
    server: 'MariaDB 10.11.19, over TCP on 127.0.0.1',
    families: [{ name: 'mariadb-dump', version: '10.11.19' }],
    missing: [],
    notes: [],
    workloads: [{ name: workload, description: 'rows' }],
    programs: programs.map(toProgram),
    measurements: programs.map((program) => toMeasurement(program, workload)),
  };
}

function toProgram(program: MadeUpProgram): MeasuredProgram {
  const { name, family, compression = 'none', threads = 1 } = program;
  return { name, family, compression, threads };
}

function toMeasurement(program: MadeUpProgram, workload: string): Measurement {
  const { name, wallSeconds, sqlBytes = 1e9, peakMemoryBytes = 1e7, failed } = program;
  return {
    workload,
    program: name,
    samples: wallSeconds.map((seconds) => ({
      wallSeconds: seconds,
      cpuSeconds: seconds / 2,
      peakMemoryBytes,
      outputBytes: sqlBytes,
    })),
    sqlBytes,
    failed,
  };
}
