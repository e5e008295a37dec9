"""Runs a program to which every hard link is refused, as a file system without second names refuses it.

link(2): EPERM, "The filesystem containing oldpath and newpath does not support the creation of hard links."
"""
import ctypes
import errno
import os
import platform
import struct
import sys
import tempfile

LINK_CALLS = {"x86_64": [86, 265], "aarch64": [37]}
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
LOAD, IF_EQUAL, RETURN = 0x20, 0x15, 0x06
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, FILTER = 22, 38, 2


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def refuse_links():
    calls = LINK_CALLS[platform.machine()]
    steps = [(LOAD, 0, 0, 0)]
    steps += [(IF_EQUAL, len(calls) - i, 0, call) for i, call in enumerate(calls)]
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = Program(len(steps), ctypes.cast(code, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0):
        sys.exit("no filter: " + os.strerror(ctypes.get_errno()))


def require_refused():
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "file")
        open(file, "w").close()
        try:
            os.link(file, file + "2")
        except PermissionError:
            return
        sys.exit("a hard link is still possible")


refuse_links()
require_refused()
os.execvp(sys.argv[1], sys.argv[1:])
