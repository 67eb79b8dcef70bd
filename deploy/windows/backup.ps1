# Sao lưu mỗi đêm vào một tệp niêm phong, giữ 30 ngày; Task Scheduler gọi, xem install.ps1.
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [string]$BackupDir,
    [string]$DataDir = (Join-Path $env:ProgramData 'tusoi')
)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$program = Join-Path $root '.venv\Scripts\tusoi.exe'
$file = Join-Path $BackupDir ((Get-Date -Format 'yyyy-MM-dd') + '.backup')

$env:PYTHONUTF8 = '1'
$env:TUSOI_DATA_DIR = $DataDir
$env:TUSOI_BACKUP_PASSPHRASE = (Get-Content -LiteralPath (Join-Path $DataDir 'passphrase.txt') -Encoding UTF8 -TotalCount 1).Trim()
Set-Location -LiteralPath $DataDir

& $program backup --force $file
if ($LASTEXITCODE -ne 0) {
    exit $LASTEXITCODE # bản cũ được giữ nguyên khi bản mới chưa có
}

Get-ChildItem -LiteralPath $BackupDir -Filter '*.backup' |
    Where-Object { $_.LastWriteTime -lt (Get-Date).AddDays(-30) } |
    Remove-Item
