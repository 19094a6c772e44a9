"""All cases of a Stage at once, exactly, by evaluating only what its expressions can tell apart.

`caseset` holds sets of cases in the bits of integers. `exploring`, `needs`, `progress` and `evaluating` give
what an expression is as a Split: sets of cases with one value each. `promoting` and `first_promoting` run the
steps on them as `engine` and `first_engine` run one promotion, `answers` says how the promotions end, and
`reaching` which of them a real history can get to.
"""
