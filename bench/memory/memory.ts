/** placeholder: dumps inside memory limits */
export interface MemoryMeasurement {
  readonly rows: number;
}
