"""CORDIS, the register of projects that the EU's framework programmes pay for, in its exports.

Each table of the register is a source with a named graph of its own; the exports of several
programmes load together as one source (``clusterkg load cordis-projects A.csv B.csv``), since a
newer load of a source replaces its graph. What joins them:

- a project is ``project/cordis/<number of its grant agreement>``; where a file has the number of
  its record alone it is ``project/cordis-rcn/<rcn>``, and both carry their rcn where it is known;
- an organisation is ``organisation/pic/<PIC>``, a topic ``funding-topic/<slug of its code>``, a
  part of a programme ``programme-part/<slug of its code>``;
- the Horizon 2020 exports of 2020 and before have other headers than today's: column aliases.
"""
