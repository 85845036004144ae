"""The five receivers of the how-to take what we sign, and nothing else."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.delivery.channels.signing import signed_headers
from services.store.subscriptions import new_secret

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "receive-a-webhook.md"
BODY = json.dumps({"title": "صادرات گاز از سر گرفته شد", "n": 1}, ensure_ascii=False).encode()
NAMES = ("webhook-id", "webhook-timestamp", "webhook-signature")

PYTHON = """
import os, sys
names = ("webhook-id", "webhook-timestamp", "webhook-signature")
headers = {name: os.environ[name.replace("-", "_").upper()] for name in names}
print(verified(os.environ["SECRET"], headers, sys.stdin.buffer.read()))
"""
NODE = """
const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
const of = (name) => process.env[name.replaceAll("-", "_").toUpperCase()];
const headers = Object.fromEntries(names.map((name) => [name, of(name)]));
console.log(verified(process.env.SECRET, headers, require("node:fs").readFileSync(0)));
"""
GO = """
func main() {
	header := http.Header{}
	for _, name := range []string{"webhook-id", "webhook-timestamp", "webhook-signature"} {
		header.Set(name, os.Getenv(strings.ToUpper(strings.ReplaceAll(name, "-", "_"))))
	}
	body, _ := io.ReadAll(os.Stdin)
	println(Verified(os.Getenv("SECRET"), header, body))
}
"""
JAVA = """
class Main {
    public static void main(String[] arguments) throws Exception {
        Map<String, String> headers = new java.util.HashMap<>();
        for (String name : new String[] {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
            headers.put(name, System.getenv(name.replace('-', '_').toUpperCase()));
        }
        byte[] body = System.in.readAllBytes();
        System.out.println(Webhook.verified(System.getenv("SECRET"), headers, body));
    }
}
"""
PERL = r"""
my @names = ('webhook-id', 'webhook-timestamp', 'webhook-signature');
my %headers = map { my $n = uc $_; $n =~ tr/-/_/; ($_ => $ENV{$n}) } @names;
binmode STDIN;
local $/;
print verified($ENV{SECRET}, \%headers, scalar <STDIN>) ? "true" : "false";
"""


def receiver(language: str) -> str:
    blocks = re.findall(
        rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    (code,) = blocks
    return str(code)


def built(folder: Path, *command: str) -> bool:
    environment = {**os.environ, "GO111MODULE": "off"}
    subprocess.run(command, cwd=folder, env=environment, check=True, timeout=300)
    return True


def program(language: str, folder: Path) -> list[str]:
    """Write the page's receiver with a main part around it; return the command that runs it."""
    code = receiver(language)
    if language == "go":
        code = code.replace("package webhook", "package main")
        code = code.replace('"net/http"', '"io"\n\t"net/http"\n\t"os"') + GO
        (folder / "main.go").write_text(code, encoding="utf-8")
        return built(folder, "go", "build", "-o", "receiver", "main.go") and [f"{folder}/receiver"]
    mains = {"python": PYTHON, "javascript": NODE, "java": JAVA, "perl": PERL}
    names = {"python": "r.py", "javascript": "r.js", "java": "Main.java", "perl": "r.pl"}
    path = folder / names[language]
    whole = code + mains[language]
    path.write_text(whole, encoding="utf-8")
    if language == "java":
        return built(folder, "javac", "Main.java") and ["java", "-cp", str(folder), "Main"]
    commands = {"python": sys.executable, "javascript": "node", "perl": "perl"}
    return [commands[language], str(path)]


TOOLS = {"python": sys.executable, "javascript": "node", "perl": "perl", "go": "go"}
TOOLS["java"] = "javac"
COMPILED = [pytest.param(language, marks=pytest.mark.slow) for language in ("go", "java")]


@pytest.mark.parametrize("language", ["python", "javascript", "perl", *COMPILED])
def test_a_receiver_takes_what_we_sign_and_nothing_else(language: str, tmp_path: Path) -> None:
    if shutil.which(TOOLS[language]) is None:
        pytest.skip(f"{TOOLS[language]} is not on this machine")
    command = program(language, tmp_path)
    old, new = new_secret(), new_secret()
    good = signed_headers("msg_1", BODY, [new, old], datetime.now(UTC))

    def run(secret: str, headers: dict[str, str], body: bytes = BODY) -> str:
        environment = {name.replace("-", "_").upper(): headers[name] for name in NAMES}
        done = subprocess.run(
            command,
            input=body,
            capture_output=True,
            check=False,
            timeout=120,
            env={**os.environ, **environment, "SECRET": secret},
        )
        assert done.returncode == 0, done.stderr.decode()
        return (done.stdout + done.stderr).decode().strip().lower()

    assert run(new, good) == "true"
    assert run(old, good) == "true"
    assert run(new_secret(), good) == "false"
    assert run(new, good, BODY + b" ") == "false"
    assert run(new, {**good, "webhook-id": "msg_2"}) == "false"
    stale = datetime.fromtimestamp(time.time() - 600, UTC)
    assert run(new, signed_headers("msg_1", BODY, [new], stale)) == "false"
