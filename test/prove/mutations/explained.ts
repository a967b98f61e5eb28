/** Mutations that change nothing anybody could notice, each with the reason; one that is noticed after all is noticed. */
export const EXPLAINED: readonly { mutation: RegExp; because: string }[] = [
  {
    mutation: /^condition dropped: reach on \w+ without \(owner_pos <@ my cadre_owned\)$/,
    because: 'what is in the compartment is denied to whoever has no reach or exemption there, and those have a path',
  },
  {
    mutation:
      /^condition dropped: reach on clue\w* without \(\(registered_by = my post\) OR \(custodian_post = my post\)\)$/,
    because: 'while a subject is unresolved the denial asks for the same two',
  },
  {
    mutation: /^condition dropped: reach on clue_reporter without \(owner_pos <@ my sealed\)$/,
    because: 'what is sealed is denied to everybody but by that reach',
  },
  {
    mutation: /^duty left out: office 1 · \w+ ledger · owner ORGAN cadre$/,
    because: 'case supervision has the ledger of its organ with that of everything below it (owner SUBTREE)',
  },
  {
    mutation: /^duty widened: office 1 · clue content · owner ORGAN → petition too$/,
    because: 'it has the petitions of its organ by another line',
  },
  {
    mutation: /^condition dropped: deny on clue(_petition|_content)? without \(compartment = 2\)$/,
    because: 'whose reach has sealed items, a head, has the compartment of his organ too (catalog.test.ts holds it so)',
  },
  {
    mutation: /^duty widened: unit [14] duty 1 · clue (ledger|petition|content) · owner_sealed ORGAN → SUBTREE$/,
    because: 'it lifts the denial of what is sealed, and what is not of the organ has no path to be lifted for',
  },
  {
    mutation:
      /^(policy dropped: deny|policy open: deny|condition dropped: (deny|reach)) on interference_record\b(?!.* without \((my clearance|NOT interference_kept))/,
    because: 'interference_mine and interference_kept_from_me, without which nothing is shown, ask the same of the row',
  },
  {
    mutation:
      /^condition dropped: reach on emergency_access without (\(\( SELECT acting_(duty|office)|COALESCE\(\(reviewer_pos = my organ)/,
    because: 'emergency_access_kept_from_me asks the same of the row',
  },
  {
    mutation: /^condition dropped: reach on (emergency_access|unmasking|recusal) without \(my clearance >= 0\)$/,
    because:
      'an administrator asks for none, decides on none and has no content: his post is no case post (administrators_apart)',
  },
  {
    mutation: /^condition dropped: reach on alias_opening without \(requested_by = my post\)$/,
    because: 'alias_opening_mine asks it of the row',
  },
  {
    mutation: /^lock left out: (clue_is_kept|unmasking_follows_clue)\(\) without for update$/,
    because:
      'the change of the clue that the trigger follows holds the clue, which everybody else who comes there locks',
  },
  {
    mutation: /^lock left out: joint_case_inherits\(\) without for share$/,
    because: 'a clue that is linked is locked by joint_case_takes_clue, and one that leaves only takes denials away',
  },
  {
    mutation: /^lock left out: inspection_round_end\(uuid,integer,text\) without perform lock_object/,
    because:
      'it keeps the order of locks, clues before rounds, so that nobody waits in a ring; the round is locked either way',
  },
  {
    mutation: /^condition dropped: deny on clue_reporter without \(compartment = 1\)$/,
    because:
      'what an unmasking passes is what its requester has the content of: of sealed items a head, who has their reporters',
  },
  {
    mutation: /^trigger off: recusals_look_for_deciders on person$/,
    because: 'keepers_leave, on the same columns, looks for deciders too',
  },
  {
    mutation: /^decision constant: sees_clue_reporter\(uuid\) is (true|false)$/,
    because: 'no act asks whether a reporter is seen: neither a grant nor an emergency access has that facet',
  },
];
