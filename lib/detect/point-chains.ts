/** Points of many series, each series' own in a chain: from the order of arrival to one series after the other. */
export class PointChains {
  /** Series that have points, in the order of their first */
  readonly ids: number[] = [];
  times = new Float64Array(1024);
  values = new Float64Array(1024);
  private following = new Int32Array(1024);
  /** By series id: index of the first and of the last point plus one; 0 for none */
  private heads = new Int32Array(1024);
  private tails = new Int32Array(1024);
  private size = 0;

  add(id: number, t: number, value: number): void {
    if (this.size === this.times.length) this.growPoints();
    if (id >= this.heads.length) this.growSeries(id);
    const k = this.size++;
    this.times[k] = t;
    this.values[k] = value;
    this.following[k] = -1;
    const tail = this.tails[id] as number;
    if (tail > 0) this.following[tail - 1] = k;
    else {
      this.ids.push(id);
      this.heads[id] = k + 1;
    }
    this.tails[id] = k + 1;
  }

  /** Index of the first point of a series of `ids`. */
  first(id: number): number {
    return (this.heads[id] as number) - 1;
  }

  /** Index of the point of the same series after that of index `k`; −1 after the last. */
  after(k: number): number {
    return this.following[k] as number;
  }

  clear(): void {
    for (const id of this.ids) {
      this.heads[id] = 0;
      this.tails[id] = 0;
    }
    this.ids.length = 0;
    this.size = 0;
  }

  private growPoints(): void {
    const { times, values, following } = this;
    this.times = new Float64Array(2 * times.length);
    this.values = new Float64Array(2 * times.length);
    this.following = new Int32Array(2 * times.length);
    this.times.set(times);
    this.values.set(values);
    this.following.set(following);
  }

  private growSeries(id: number): void {
    const length = Math.max(2 * this.heads.length, id + 1);
    const { heads, tails } = this;
    this.heads = new Int32Array(length);
    this.tails = new Int32Array(length);
    this.heads.set(heads);
    this.tails.set(tails);
  }
}
