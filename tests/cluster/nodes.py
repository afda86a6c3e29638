"""Ray nodes of one CPU each on this machine, as a process: `python -m tests.cluster.nodes NUMBER`.

Each has an address of its own, all but the head on the loopback network: a driver connects to the node at its own
address, which is the head, and survives the others.

It prints one line of JSON, {"address": …, "nodes": [ids of the nodes that may be killed]}, and kills the node of each
line of its input, with all that runs there. It ends with its input, and leaves no process and no file.
"""

import json
import logging
import os
import shutil
import sys
import tempfile

import psutil

STORE = 80 * 2**20  # bytes of shared memory of a node


def kill_tree(pid: int) -> None:
    """End a process and all that it started, as a power failure does."""
    root = psutil.Process(pid)
    for process in [*root.children(recursive=True), root]:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue


def main() -> None:
    """Start the nodes, obey, and end."""
    temporary = tempfile.mkdtemp(prefix="wb-", dir="/tmp")  # sockets have short paths
    os.environ |= {"RAY_TMPDIR": temporary, "RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}
    from ray.cluster_utils import Cluster

    logging.disable(logging.WARNING)
    shape = {"num_cpus": 1, "object_store_memory": STORE, "include_dashboard": False, "num_gpus": 0}
    cluster = Cluster(initialize_head=True, head_node_args=shape)
    added = [
        cluster.add_node(**shape, node_ip_address=f"127.0.0.{2 + number}") for number in range(int(sys.argv[1]) - 1)
    ]
    nodes = {node.node_id: node for node in added}
    cluster.wait_for_nodes()
    _tell(json.dumps({"address": cluster.address, "nodes": list(nodes)}))
    for line in sys.stdin:
        node = nodes[line.strip()]
        kill_tree(node.all_processes["raylet"][0].process.pid)
        _tell("killed")
    cluster.shutdown()
    shutil.rmtree(temporary, ignore_errors=True)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
