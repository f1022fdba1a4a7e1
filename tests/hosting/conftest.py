"""Real servers on loopback for the targets; each lives as long as the tests need it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import programs
import small_site
from hosting_servers import REDIRECTS, free_port, running
from portal import publish


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    base = tmp_path_factory.mktemp("sites")
    return lambda version: small_site.make(base / version, version)


@pytest.fixture
def quiet() -> publish.Options:
    return publish.Options(say=lambda _: None, by="Chị Hoa", redirects=REDIRECTS)


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that the users of servers may enter; pytest closes its own to all but us."""
    with tempfile.TemporaryDirectory(prefix="portal-servers-") as place:
        Path(place).chmod(0o755)
        yield Path(place)


@pytest.fixture(scope="session")
def published(open_folder: Path, sites: Callable[[str], Path]) -> Path:
    """A folder target with one release."""
    place = open_folder / "srv"
    assert publish.publish(sites("mot"), place.as_uri(), publish.Options(say=lambda _: None, by="x", redirects=REDIRECTS)).code == 0
    return place


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., object]]:
    """Makes SSH servers of the user who runs the tests; `HOME` gets a key that they know."""
    program, work = programs.need("sshd"), tmp_path_factory.mktemp("ssh")
    work.chmod(0o700)
    for name in ("host", "host2", "user"):
        subprocess.run([shutil.which("ssh-keygen") or "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(work / name)], check=True)
    (work / "authorized").write_text((work / "user.pub").read_text(encoding="utf-8"), encoding="utf-8")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with contextlib.ExitStack() as stack:
        def start(*lines: str, host_key: str = "host") -> tuple[int, Path]:
            port = free_port()
            config = work / f"sshd-{port}.conf"
            config.write_text("\n".join([f"Port {port}", "ListenAddress 127.0.0.1", f"HostKey {work / host_key}",
                                         f"AuthorizedKeysFile {work / 'authorized'}", "PermitRootLogin yes",

                                         "StrictModes no", "UsePAM no", "PasswordAuthentication yes", f"PidFile {work / 'pid'}",
                                         "Subsystem sftp internal-sftp", *lines, ""]), encoding="utf-8")
            stack.enter_context(running([program, "-D", "-e", "-f", str(config)], port, work / f"sshd-{port}.log"))
            return port, work
        yield start


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1, signed by itself, with its key in the same file."""
    file = tmp_path_factory.mktemp("tls") / "may-chu.pem"
    key = file.with_suffix(".key")
    subprocess.run([programs.need("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", str(key), "-out", str(file)], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + key.read_bytes())
    return file


@pytest.fixture
def vsftpd(certificate: Path, open_folder: Path) -> Iterator[tuple[int, Path]]:
    """A strict FTPS server (TLS on both lines, the session taken on) with a folder where strangers may write."""
    program, work, port = programs.need("vsftpd"), Path(tempfile.mkdtemp(dir=open_folder)), free_port()
    if os.geteuid() != 0:
        pytest.skip("vsftpd chỉ chạy được với quyền root")
    root = work / "www"
    (root / "cong").mkdir(parents=True)
    work.chmod(0o755)
    shutil.chown(root / "cong", "ftp")
    passive = free_port()
    (work / "vsftpd.conf").write_text(f"""listen=YES
listen_port={port}
listen_address=127.0.0.1
background=NO
anonymous_enable=YES
no_anon_password=NO
anon_root={root}
anon_upload_enable=YES
anon_mkdir_write_enable=YES
anon_other_write_enable=YES
anon_umask=022
write_enable=YES
local_enable=NO
seccomp_sandbox=NO
ssl_enable=YES
allow_anon_ssl=YES
force_anon_logins_ssl=YES
force_anon_data_ssl=YES
require_ssl_reuse=YES
rsa_cert_file={certificate}
pasv_min_port={passive}
pasv_max_port={min(65535, passive + 50)}
""", encoding="utf-8")
    (work / "vsftpd.conf").chmod(0o600)
    with running([program, str(work / "vsftpd.conf")], port, work / "out.log"):
        yield port, root / "cong"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An S3 server with one empty bucket, "kho"; gives its address."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {"AWS_ACCESS_KEY_ID": "thu", "AWS_SECRET_ACCESS_KEY": "thu", "AWS_DEFAULT_REGION": "us-east-1", "NO_PROXY": "127.0.0.1"}.items():
        monkeypatch.setenv(name, value)
    import boto3

    address = f"http://{host}:{port}"
    urllib.request.urlopen(urllib.request.Request(f"{address}/moto-api/reset", method="POST")).close()      # its buckets outlive a server
    client = boto3.client("s3", endpoint_url=address)
    client.create_bucket(Bucket="kho")
    client.close()
    yield address
    server.stop()
