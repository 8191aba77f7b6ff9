/** A reference of one version to another entry. `to` identifies the entry; `range` is a range or the name of a channel. */
export interface Need {
  to: string;
  range: string;
  /** Restricts the entry if something else needs it, and does not need it by itself. */
  isOptional?: boolean;
}

/** A version that could be chosen, and what it needs. */
export interface Candidate {
  version: string;
  needs: readonly Need[];
  /** Names of the channels that point to it. */
  channels?: readonly string[];
}

/** What is known of the entries so far. */
export interface Catalog {
  /** The entry that a reference leads to: `to` itself if that is not known yet. */
  entryOf(to: string): string;
  /** Versions in order of preference. Undefined if they are not known yet. */
  candidatesOf(entry: string): readonly Candidate[] | undefined;
  /** The entry, decided earlier, whose chosen version this one has too. Null for an entry of its own. */
  followedBy?(entry: string): string | null;
}

/** A step on the way to a reference: the entry, and the version that was chosen or the range that is asked for. */
export interface ChainLink {
  entry: string;
  version: string;
}

/** A reference in the way of a resolution, with the versions that lead to it, from the root. */
export interface Demand {
  to: string;
  range: string;
  chain: readonly ChainLink[];
}

export type ResolutionProblem =
  /** No version satisfies the range. */
  | { kind: 'none'; demand: Demand }
  /** No version satisfies all of these ranges at once. */
  | { kind: 'conflict'; demands: readonly Demand[] }
  /** The chain ends with the entry at which the cycle starts. */
  | { kind: 'cycle'; demand: Demand }
  /** Too many combinations were tried; `demands` are those of the first conflict. */
  | { kind: 'too_complex'; demands: readonly Demand[] };

export type Resolution =
  /** By entry, in the order in which they were found from the root, which is the first. */
  | { chosen: ReadonlyMap<string, Candidate>; unknown?: undefined; problems?: undefined }
  /** Entries whose candidates must be known to continue. */
  | { unknown: readonly string[]; chosen?: undefined; problems?: undefined }
  | { problems: readonly ResolutionProblem[]; chosen?: undefined; unknown?: undefined };
