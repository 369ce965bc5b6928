"""Parses the first notes of a zip file with nfelib, as its manual says, and times only that.

Usage: nfelib_parse.py ZIP NOTES
"""

import json
import sys
import time
import zipfile

from nfelib.nfe.bindings.v4_0.proc_nfe_v4_00 import NfeProc

path, wanted = sys.argv[1], int(sys.argv[2])
with zipfile.ZipFile(path) as archive:
    names = [name for name in archive.namelist() if name.endswith("-procNFe.xml")][:wanted]
    begun = time.perf_counter()
    for name in names:
        NfeProc.from_xml(archive.read(name).decode())
    seconds = time.perf_counter() - begun
print(json.dumps({"notes": len(names), "seconds": seconds}))
