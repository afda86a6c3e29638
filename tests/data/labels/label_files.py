"""What a file of each label format is called in tests."""

NAMES = {
    "csv": "l.csv",
    "coco": "l.json",
    "cvat": "l.xml",
    "fiftyone": "labels.json",
    "fiftyone_samples": "samples.json",
    "huggingface": "metadata.jsonl",
    "label_studio": "l.json",
    "labelme": "out",
}
